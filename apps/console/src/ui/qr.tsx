'use client';

import QRCode from 'qrcode';
import { useMemo } from 'react';

import { cn } from './cn.ts';

/** An address as a QR code, dark on white in both themes: scanners expect that. */
export function Qr({ text, label, className }: { text: string; label: string; className?: string }) {
  const { size, path } = useMemo(() => {
    const modules = QRCode.create(text, { errorCorrectionLevel: 'M' }).modules;
    let d = '';
    for (let y = 0; y < modules.size; y++) {
      for (let x = 0; x < modules.size; x++) if (modules.get(y, x)) d += `M${x} ${y}h1v1h-1z`;
    }
    return { size: modules.size, path: d };
  }, [text]);
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`-3 -3 ${size + 6} ${size + 6}`}
      shapeRendering="crispEdges"
      className={cn('rounded-lg border border-edge bg-white', className)}
    >
      <path d={path} fill="#000" />
    </svg>
  );
}
