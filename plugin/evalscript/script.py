# SPDX-License-Identifier: GPL-2.0-or-later
"""A script text as the block engine compiled it."""

from __future__ import annotations

from .budget import Budget
from .engine import language as _language  # noqa: F401  registers the constructs of the language
from .engine.compiler import Declarations, Run, compile_sequence, var_names
from .engine.lanes import DEAD
from .engine.runtime import Runtime
from .engine.values import UNDEFINED
from .errors import SetupFault
from .library.builtins import make_builtins
from .parser import Node


class Script:
    """The compiled text: what runs once at load, and how to start."""

    def __init__(self, tree: Node) -> None:
        self.body: Run = compile_sequence(tree.body)
        self.declarations = Declarations(tree.body)
        self.vars = var_names(tree.body)

    def load(self, budget: Budget) -> Runtime:
        """A runtime in which the script's top level has run."""
        runtime = Runtime(make_builtins(), budget)
        names = runtime.globals.names
        names.update(dict.fromkeys(self.vars, UNDEFINED))
        self.declarations.enter(runtime, runtime.globals, None)
        if self.body(runtime, runtime.globals, None) is DEAD:
            raise SetupFault("the script has a return outside of functions")
        return runtime
