'use client';

import { useMutation } from '@tanstack/react-query';

import { useTRPC } from './client.tsx';
import { fieldsOf } from './failure.ts';

/** The address under which a picture is kept, or the key of the words that say why it is not. */
export type PicturePut = { url: string } | { problem: string };

const mostBytes = 5 * 1024 * 1024;

/** Hands a chosen file to the API, which decides whether it is a picture. */
export function usePutPicture(purpose: 'photo' | 'shown' | 'logo'): (file: File) => Promise<PicturePut> {
  const trpc = useTRPC();
  const { mutateAsync } = useMutation(trpc.pictures.put.mutationOptions());
  return async (file) => {
    if (file.size > mostBytes) return { problem: 'picture.large' };
    try {
      return await mutateAsync({ purpose, image: await base64Of(file) });
    } catch (error) {
      return { problem: fieldsOf(error)['image'] ?? 'picture.failed' };
    }
  };
}

function base64Of(file: File): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onerror = () => reject(reader.error ?? new Error('the file could not be read'));
    reader.onload = () => resolve(String(reader.result).replace(/^[^,]*,/, ''));
    reader.readAsDataURL(file);
  });
}
