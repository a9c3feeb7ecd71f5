"""The PDF edition: typeset by Typst, accessible, archivable, with its data inside."""
