; Every item is seen from everywhere in its doctrine.
(source_file) @local.scope
(item name: (name) @local.definition)
(field name: (name) @local.definition)
(identifier) @local.reference
