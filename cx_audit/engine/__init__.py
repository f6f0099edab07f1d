"""Where work runs: this process, local worker processes, or a Dask cluster. It knows nothing of answers."""

from cx_audit.engine.here import Here
from cx_audit.engine.interface import Array, Code, Desk, Engine, Learnt, Setup, Shared, Stage
from cx_audit.engine.stamp import stamp

__all__ = ["Array", "Code", "Desk", "Engine", "Here", "Learnt", "Setup", "Shared", "Stage", "stamp"]
