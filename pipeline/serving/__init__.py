"""The pages on this computer only, and the corrections readers make in them."""
