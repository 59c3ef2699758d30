# SPDX-License-Identifier: GPL-2.0-or-later
"""A compiled script text, and the border between the engine and its callers."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np

from .budget import Budget
from .engine import language as _language  # noqa: F401  registers the constructs of the language
from .engine.compiler import Declarations, Run, compile_sequence, var_names
from .engine.lanes import DEAD
from .engine.runtime import Runtime
from .engine.values import UNDEFINED
from .errors import EvalscriptError, Fault, SetupFault
from .library.builtins import make_builtins
from .parser import Node


@contextmanager
def engine_errors() -> Iterator[None]:
    """Turn what happens inside the engine into :class:`EvalscriptError`."""
    try:
        with np.errstate(all="ignore"):
            yield
    except Fault as fault:
        raise fault.to_error() from fault
    except RecursionError as error:
        raise EvalscriptError(0, 0, "Maximum call stack size exceeded", "runtime") from error
    except MemoryError as error:
        raise EvalscriptError(0, 0, "the script needs more memory than there is", "stopped") from error


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
