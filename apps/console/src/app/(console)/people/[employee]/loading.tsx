import { ProfileSkeleton } from '../../../../features/people/profile.tsx';
import { Page } from '../../../../ui/page.tsx';

export default function Loading() {
  return (
    <Page>
      <ProfileSkeleton />
    </Page>
  );
}
