"""Requests that schemathesis makes up from /openapi.json: no failure, and only what is described.

One server, a valid token for each kind of route, and now and then an id that exists.
"""

from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from schemathesis.checks import CHECKS

from service.web.openapi import describe
from service.web.route_table import ROUTES
from tests.hostile.ground import ROUTE_OF, Ground

EXAMPLES = 40

schema = schemathesis.openapi.from_dict(describe(ROUTES))
