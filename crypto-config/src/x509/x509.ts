/** @peculiar/x509 injects its dependencies by metadata, which this must provide before it loads. */
import 'reflect-metadata'

export * from '@peculiar/x509'
