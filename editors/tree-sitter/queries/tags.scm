(item name: (name) @name) @definition.class
(path (name) @name) @reference.class
