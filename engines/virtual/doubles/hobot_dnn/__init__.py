"""Double of the vendor's package `hobot_dnn`."""
