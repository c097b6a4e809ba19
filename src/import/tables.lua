-- Tables that Markdown can hold: every cell one line, no cell over several columns or rows. GitHub's Markdown has no captions:
-- they become the line below a table that names its title.
local function flat(blocks)
  local inlines = pandoc.utils.blocks_to_inlines(blocks, { pandoc.Space() })
  local one_line = pandoc.walk_inline(pandoc.Span(inlines), {
    LineBreak = function() return pandoc.Space() end,
    SoftBreak = function() return pandoc.Space() end,
  })
  return { pandoc.Plain(one_line.content) }
end

function Table(tbl)
  local simple = pandoc.utils.to_simple_table(tbl)
  for i, cell in ipairs(simple.headers) do simple.headers[i] = flat(cell) end
  for _, row in ipairs(simple.rows) do
    for i, cell in ipairs(row) do row[i] = flat(cell) end
  end
  for i = 1, #simple.widths do simple.widths[i] = 0 end
  simple.caption = {}
  local plain = pandoc.utils.from_simple_table(simple)
  local title = flat(tbl.caption.long)[1].content
  if #title == 0 then return plain end
  title:insert(1, pandoc.Space())
  title:insert(1, pandoc.Str("Table:"))
  return { plain, pandoc.Para(title) }
end

-- Code between fences, which is known by its first line.
function CodeBlock(code)
  if #code.classes == 0 then code.classes:insert("text") end
  return code
end
