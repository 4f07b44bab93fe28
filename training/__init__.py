"""The recipe of tolk's own translation models. Nothing in `pipeline` imports it."""
