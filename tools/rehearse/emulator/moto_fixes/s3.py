"""Versioned buckets."""

from moto.s3.models import FakeDeleteMarker

from .registry import Patches, fix


@fix
def delete_marker_keeps_a_bucket_from_being_emptied(patches: Patches) -> None:
    """Once versioning is suspended, the deletion of a key that has a delete marker ends in an error of moto's.

    Without it aws_s3_bucket with force_destroy cannot be destroyed when a lock file was ever deleted from it: Terraform
    suspends versioning first. Goes when FakeDeleteMarker can be disposed of as FakeKey can.
    """
    patches.replace(FakeDeleteMarker, "dispose", lambda self, garbage=False: None)
