# SPDX-License-Identifier: LGPL-2.1-or-later
# inject_network_inside - networks, filters and ports, and the table of programs that change them

. "$BATS_HERE/../inject/table.bash"
. "$BATS_HERE/nwfilter_inside.bash"
. "$BATS_HERE/blockjob.bash"
workers=1               # there is one network
port=6695eb01-0000-4000-8000-000000000004

# GIVEN | COMMAND | THEN | BETWEEN
table() {
	cat <<-T
	:		| net-create lan.xml				| net-destroy lan
	:		| net-define lan.xml				| net-start lan
	defined		| net-undefine lan				| net-define lan.xml
	defined		| net-autostart lan				| net-start lan
	defined		| net-edit lan --set=/network/domain/@name=new	| net-start lan
	defined		| net-desc lan --title new			| net-start lan
	running		| net-metadata lan urn:a --key=a --set=<b/> --persistent	| net-destroy lan	| urn:a
	running		| net-apply lan2.xml				| net-destroy lan
	running		| net-port-create lan port.xml			| net-port-delete lan $port
	connected	| net-port-delete lan $port			| net-port-create lan port.xml
	guest_of_it	| vm-iftune web tap-web --inbound=100 --persistent	| vm-suspend web	| <bandwidth>
	filter		| nwfilter-edit lab --set=/filter/@chain=arp	| nwfilter-undefine lab
	filter		| nwfilter-undefine lab				| nwfilter-define lab.xml
	T
}
defined() { net-define lan.xml; }
running() { defined && net-start lan; }
connected() { running && net-port-create lan port.xml; }
guest_of_it() { running && vm-define web.xml && vm-start web; }
filter() { nwfilter-define lab.xml; }

place() {
	cd "$work"
	network lan '<uuid>6695eb01-0000-4000-8000-000000000003</uuid>' "$nat" "<mac address='52:54:00:00:00:07'/>" \
		'<domain name="old"/>' "$v4" >lan.xml
	sed s/10.77.0.110/10.77.0.109/ lan.xml >lan2.xml
	printf '<networkport><uuid>%s</uuid><owner><name>web</name><uuid>%s</uuid></owner><mac address="52:54:00:7b:35:93"/></networkport>' \
		$port $port >port.xml
	halting_rom halt.rom
	cat >web.xml <<-X
	<domain type='qemu'><name>web</name><uuid>6695eb01-0000-4000-8000-000000000001</uuid><memory unit='MiB'>16</memory>
	  <os><type arch='x86_64' machine='pc'>hvm</type><loader type='rom'>$work/halt.rom</loader></os>
	  <devices><interface type='network'><mac address='52:54:00:00:00:01'/><source network='lan'/><target dev='tap-web'/></interface></devices></domain>
	X
	echo "<filter name='lab' chain='root'><uuid>6695eb01-0000-4000-8000-000000000005</uuid><rule action='drop' direction='out'/></filter>" >lab.xml
}
fresh() {
	vm-destroy -q --if-needed web 2>/dev/null || :
	net-destroy -q --if-needed lan 2>/dev/null || :
	nothing_left lan
	rm -rf root
	mkdir root
	eval "$1"
}
limits() { { tc qdisc show dev tap-web && tc class show dev tap-web && tc filter show dev tap-web; } 2>/dev/null | sed -E 's/_(pkts|packets_stat) [0-9]+//' || :; }
told() {
	nft list ruleset
	limits
	ip -br addr
	pgrep -a dnsmasq || :
}
seen() {
	{
		observed_net | same_each_time
		nwfilter-dumpxml lab 2>/dev/null || :
		vm-dumpxml web 2>/dev/null || :
		vm-dumpxml web --inactive 2>/dev/null || :
		limits
		nft list ruleset
		ip -br link | awk '{ print $1 }'
		pgrep -c dnsmasq || :
	} | sed -E 's/[0-9a-f]{8}-[0-9a-f-]{27}/UUID/'
}
ended() {
	vm-destroy -q --if-needed web 2>/dev/null || :
	net-destroy --if-needed lan || complain 'it cannot be stopped'
	nothing_left lan
	[ -z "$(find root -name '.*.new')" ] || complain 'a draft is left'
}
