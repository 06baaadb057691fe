"""Pure views: a record becomes lines of pieces, each with the role of its colour. No terminal library here."""
