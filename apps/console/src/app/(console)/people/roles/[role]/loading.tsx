import { RoleSkeleton } from '../../../../../features/roles/role-page.tsx';
import { Page } from '../../../../../ui/page.tsx';

export default function RoleLoading() {
  return (
    <Page>
      <RoleSkeleton />
    </Page>
  );
}
