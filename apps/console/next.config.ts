import path from 'node:path';

import type { NextConfig } from 'next';
import createNextIntlPlugin from 'next-intl/plugin';

const withMessages = createNextIntlPlugin('./src/messages/request.ts');

const config: NextConfig = {
  reactStrictMode: true,
  poweredByHeader: false,
  turbopack: { root: path.join(import.meta.dirname, '../..') },
  outputFileTracingRoot: path.join(import.meta.dirname, '../..'),
  devIndicators: false,
  // `npm run check` says what the types say; a start need not wait for it again.
  typescript: { ignoreBuildErrors: true },
};

export default withMessages(config);
