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

-- The place in the document that a link leads to. In a book it has the chapter's file before it.
local function place(link)
  return link.target:match("^#(.+)$")
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
    local name, leads_back = div.identifier, div.attributes["note"] ~= nil
    if name == "" or div.classes:includes("footnotes") then return end
    -- A book's sections have the names of their headings.
    local first = div.content[1]
    if first and first.t == "Header" then headings[name] = slug(first) end
    pandoc.walk_block(div, { Link = function(link) leads_back = leads_back or is_back(link) end })
    if leads_back then notes[name] = without_way_back(div).content end
  end
  -- An item of one line has its name on the words.
  local function note_of_line(span)
    local leads_back = false
    pandoc.walk_inline(span, { Link = function(link) leads_back = leads_back or is_back(link) end })
    if span.identifier == "" or not leads_back then return end
    local words = pandoc.walk_inline(span, { Link = function(link) if is_back(link) then return {} end end })
    notes[span.identifier] = { pandoc.Para(words.content) }
  end
  local function heading(header)
    if header.identifier ~= "" then headings[header.identifier] = slug(header) end
  end
  local body = pandoc.Div(doc.blocks)
  pandoc.walk_block(body, { Div = note, Span = note_of_line, Header = heading })
  local function to_heading(link)
    local name = place(link)
    if not name then return nil end
    -- A place that is lost is none to lead to.
    if not headings[name] then return link.content end
    link.target = "#" .. headings[name]
    return link
  end
  local function link_or_note(link)
    local name = place(link)
    if not name then return nil end
    if is_back(link) then return {} end
    if not notes[name] then return to_heading(link) end
    used[name] = true
    return pandoc.Note(pandoc.walk_block(pandoc.Div(notes[name]), { Link = to_heading }).content)
  end
  body = pandoc.walk_block(body, { Link = link_or_note })
  -- Marks are set high anyway.
  body = pandoc.walk_block(body, {
    Superscript = function(high)
      local only_notes = high.content:find_if(function(inline) return inline.t == "Note" end)
        and not high.content:find_if(function(inline) return inline.t ~= "Note" and inline.t ~= "Space" end)
      if only_notes then return high.content end
    end,
  })
  body = pandoc.walk_block(body, {
    Span = function(span)
      if used[span.identifier] then return {} end
    end,
    Div = function(div)
      if used[div.identifier] then return {} end
      -- The line above notes.
      if div.classes:includes("footnotes") then
        div.content = div.content:filter(function(block) return block.t ~= "HorizontalRule" end)
        return div
      end
    end,
  })
  body = pandoc.walk_block(body, {
    OrderedList = function(list)
      local items = list.content:filter(function(blocks)
        return pandoc.List(blocks):find_if(function(block) return not block.content or #block.content > 0 end)
      end)
      return #items > 0 and pandoc.OrderedList(items, list.listAttributes) or {}
    end,
  })
  doc.blocks = body.content
  return doc
end

-- A citation of Org, as Markdown has it.
local function of_org(cite)
  local parts = cite.citations:map(function(citation)
    local before, behind = pandoc.utils.stringify(citation.prefix), pandoc.utils.stringify(citation.suffix)
    behind = behind:gsub("^[%s,]+", "")
    return (before ~= "" and before .. " " or "") .. "@" .. citation.id .. (behind ~= "" and ", " .. behind or "")
  end)
  return pandoc.RawInline("markdown", "[" .. table.concat(parts, "; ") .. "]")
end

-- A source that is cited by its key alone would have no words.
local function key(cite)
  local words = pandoc.utils.stringify(cite)
  if words:match("^%[cite[:/]") then return of_org(cite) end
  if words ~= "" then return nil end
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
