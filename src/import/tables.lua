-- Tables that Markdown can hold: every cell one line, no cell over several columns or rows.
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
  return pandoc.utils.from_simple_table(simple)
end
