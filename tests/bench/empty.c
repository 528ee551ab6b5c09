/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* empty - a program that does nothing, linked with the libraries ours load: the floor of the figures */
int
main(void)
{
	return 0;
}
