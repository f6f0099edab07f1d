"""Personal details of customers and reps, found and masked. Pure: texts in, texts out."""

from cx_audit.masking.kinds import MASKS, Kind, Spot
from cx_audit.masking.mask import Companys, contacts_in, mask
from cx_audit.masking.names import name_parts

__all__ = ["MASKS", "Companys", "Kind", "Spot", "contacts_in", "mask", "name_parts"]
