# What Docker does for a container, as far as the program can tell: container.sh <root> <uid:gid> <command ...>
# Runs within namespaces of its own for network and mounts.
set -eu
root=$1
user=$2
shift 2

ip link set lo up
# Docker lets every user of a container listen on every port: https://github.com/moby/moby/pull/41030
echo 0 >/proc/sys/net/ipv4/ip_unprivileged_port_start
mount --bind "$root" "$root"
mount -o remount,bind,ro "$root"
exec chroot --userspec="$user" "$root" "$@"
