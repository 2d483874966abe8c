"""Double of the vendor's package `icraft`."""
