"""What a document says, as plain frozen values: strings, dates, Decimals, and no model, no Django."""
