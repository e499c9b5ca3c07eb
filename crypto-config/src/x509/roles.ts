/** The role that a certificate's organisational unit gives its holder (Fabric's NodeOUs). */
export const roles = ['client', 'peer', 'admin', 'orderer'] as const
export type Role = (typeof roles)[number]
