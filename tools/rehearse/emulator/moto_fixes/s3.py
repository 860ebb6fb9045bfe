"""Versioned buckets."""

from moto.s3.models import FakeDeleteMarker

from .registry import Patches, fix


@fix
def delete_marker_keeps_a_bucket_from_being_emptied(patches: Patches) -> None:
    """After versioning is suspended, deleting a key that has a delete marker ends in an error in moto.

    Without this fix aws_s3_bucket with force_destroy cannot be destroyed if a lock file was ever deleted from it:
    Terraform suspends versioning first. Remove it when FakeDeleteMarker can be disposed of like FakeKey.
    """
    patches.replace(FakeDeleteMarker, "dispose", lambda self, garbage=False: None)
