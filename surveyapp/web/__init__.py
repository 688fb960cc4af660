"""What all pages share: limits, headers, languages, permissions, error pages."""
