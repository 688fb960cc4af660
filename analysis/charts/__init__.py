"""Charts for print: matplotlib figures without pyplot, sizes in centimetres, legible in greyscale."""
