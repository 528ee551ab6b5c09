load libvirtd
@test "speed" {
	beside_libvirtd 'ip link add veth0 type veth peer name veth1' <<-'S' >&3 2>&1
	until libvirt nodedev:///system nodedev-list | grep veth1 >/dev/null; do :; done
	declare -f libvirt
	hyperfine -N -w 3 -r 40 'nodedev-list' "virsh -c nodedev:///system nodedev-list" 2>&1 | grep -E 'Time|Range|faster|±' || true
	S
}
