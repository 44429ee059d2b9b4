/** All paths of the control API begin with it. Its requests are not recorded, meet no faults and are not listed as blocked. */
export const PREFIX = '/_miniconsul/'
