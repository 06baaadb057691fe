"""Pure views: a record becomes lines of pieces, each with a colour role. No terminal library here."""
