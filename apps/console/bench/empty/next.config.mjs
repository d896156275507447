import path from 'node:path';

const root = path.join(import.meta.dirname, '../../../..');

/** @type {import('next').NextConfig} */
export default { poweredByHeader: false, turbopack: { root }, outputFileTracingRoot: root };
