import { command } from './installation/commands.ts';

const { code } = await command('oxfmt', ['--write', '.'], { show: true });
process.exit(code);
