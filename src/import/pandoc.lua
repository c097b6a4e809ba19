-- What Markdown can hold. Tables: every cell one line, no cell over several columns or rows. GitHub's Markdown has no captions:
-- they become the line below a table that names its title.
local function flat(blocks)
  local inlines = pandoc.utils.blocks_to_inlines(blocks, { pandoc.Space() })
  local one_line = pandoc.walk_inline(pandoc.Span(inlines), {
    LineBreak = function() return pandoc.Space() end,
    SoftBreak = function() return pandoc.Space() end,
  })
  return { pandoc.Plain(one_line.content) }
end

local function table_of_lines(tbl)
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

-- A caption that is a paragraph too, as word processors have it, stands once.
local function single_captions(blocks)
  local kept = pandoc.List()
  for i, block in ipairs(blocks) do
    local tbl = blocks[i + 1]
    local is_caption = block.t == "Para" and tbl and tbl.t == "Table"
      and pandoc.utils.stringify(tbl.caption.long) == pandoc.utils.stringify(block)
    if not is_caption then kept:insert(block) end
  end
  return kept
end

-- Code between fences, which is known by its first line.
local function fenced(code)
  if #code.classes == 0 then code.classes:insert("text") end
  return code
end

-- The place in the document that a link leads to.
local function place(link)
  return link.target:sub(1, 1) == "#" and link.target:match("([^#]+)$") or nil
end

local function is_back(link)
  return link.classes:includes("footnote-back") or link.attributes.role == "doc-backlink"
    or place(link) ~= nil and pandoc.utils.stringify(link):match("^[↩︎^↑ ]+$") ~= nil
end

local function without_way_back(div)
  return pandoc.walk_block(div, { Link = function(link) if is_back(link) then return {} end end })
end

-- The name that GitHub's Markdown gives a heading.
local function slug(header)
  local words = pandoc.text.lower(pandoc.utils.stringify(header))
  return (words:gsub("[^%w%s_\128-\255-]", ""):gsub("%s", "-"))
end

-- Footnotes of web pages: what marks lead to, and leads back to them.
local function footnotes(doc)
  local notes, used, headings = {}, {}, {}
  local function note(div)
    local name, leads_back = div.identifier:match("([^#]+)$"), false
    if not name or div.classes:includes("footnotes") then return end
    -- A book's sections have the names of their headings.
    local first = div.content[1]
    if first and first.t == "Header" then headings[name] = slug(first) end
    pandoc.walk_block(div, { Link = function(link) leads_back = leads_back or is_back(link) end })
    if leads_back then notes[name] = without_way_back(div).content end
  end
  local function heading(header)
    local name = header.identifier:match("([^#]+)$")
    if name then headings[name] = slug(header) end
  end
  local body = pandoc.Div(doc.blocks)
  pandoc.walk_block(body, { Div = note, Header = heading })
  local function link_or_note(link)
    local name = place(link)
    if not name then return nil end
    if is_back(link) then return {} end
    if notes[name] then
      used[name] = true
      return pandoc.Note(notes[name])
    end
    -- A place that is lost is none to lead to.
    if not headings[name] then return link.content end
    link.target = "#" .. headings[name]
    return link
  end
  body = pandoc.walk_block(body, { Link = link_or_note })
  body = pandoc.walk_block(body, {
    Div = function(div)
      if used[div.identifier:match("([^#]+)$")] then return {} end
    end,
  })
  body = pandoc.walk_block(body, {
    OrderedList = function(list)
      local items = list.content:filter(function(blocks) return #blocks > 0 end)
      return #items > 0 and pandoc.OrderedList(items, list.listAttributes) or {}
    end,
  })
  doc.blocks = body.content
  return doc
end

-- A source that is cited by its key alone would have no words.
local function key(cite)
  if pandoc.utils.stringify(cite) ~= "" then return nil end
  local keys = cite.citations:map(function(citation) return citation.id end)
  return pandoc.Str("(" .. table.concat(keys, ", ") .. ")")
end

-- Parts of a page or a book are none of a report.
local function content(div) return div.content end

return {
  { Pandoc = footnotes },
  { Div = content, Cite = key },
  { Blocks = single_captions },
  { Table = table_of_lines, CodeBlock = fenced },
}
