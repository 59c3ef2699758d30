# SPDX-License-Identifier: GPL-2.0-or-later
"""Pure Python and numpy: dates, grids, requests, plans, prices, series and the use cases over them."""
