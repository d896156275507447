/// <reference lib="dom" />
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';

import { PrismaPg } from '@prisma/adapter-pg';
import { bindMigrationAwareSqlAdapterFactory, ColumnTypeEnum } from '@prisma/driver-adapter-utils';
import type * as SchemaEngineModule from '@prisma/schema-engine-wasm';
import pg from 'pg';

const require = createRequire(import.meta.url);

/** Catalog types that adapter-pg does not know, and the ones it reads instead: `"char"` and `name[]` as text. */
const readAs = new Map([
  [18, 25],
  [1003, 1009],
]);

/** Columns that came as `"char"`: the engine wants them said to be single characters again. */
const singleCharacters = new Set<string>();

class CatalogClient extends pg.Client {
  override query(...args: unknown[]): never {
    const done = args.at(-1);
    if (typeof done === 'function') {
      args[args.length - 1] = (error: unknown, result: pg.QueryResult | undefined) =>
        done(error, result && readable(result));
    }
    const answer = (super.query as (...a: unknown[]) => unknown).apply(this, args);
    return (answer instanceof Promise ? answer.then(readable) : answer) as never;
  }
}

function readable(result: pg.QueryResult): pg.QueryResult {
  for (const field of result.fields ?? []) {
    if (field.dataTypeID === 18) singleCharacters.add(field.name);
    field.dataTypeID = readAs.get(field.dataTypeID) ?? field.dataTypeID;
  }
  return result;
}

/**
 * Sends a script whole. The adapter's own way cuts it at every semicolon, inside function bodies too; sent whole it is
 * also one transaction.
 */
class WholeScripts extends PrismaPg {
  readonly #pool: pg.Pool;
  constructor(pool: pg.Pool) {
    super(pool);
    this.#pool = pool;
  }
  override async connect(): ReturnType<PrismaPg['connect']> {
    const adapter = await super.connect();
    const queryRaw = adapter.queryRaw.bind(adapter);
    adapter.queryRaw = async (query) => {
      const answer = await queryRaw(query);
      answer.columnNames.forEach((name, index) => {
        if (singleCharacters.has(name)) answer.columnTypes[index] = ColumnTypeEnum.Character;
      });
      return answer;
    };
    adapter.executeScript = async (script) => {
      await this.#pool.query(script);
    };
    return adapter;
  }
}

/** Where the engine leaves the words of a panic before it aborts. */
class PanicRegistry {
  message = '';
  get(): string {
    return this.message;
  }
  set_message(value: string): void {
    this.message = value;
  }
}

let loaded: Promise<typeof SchemaEngineModule> | undefined;

/** Prisma's schema engine, compiled to WebAssembly: the binary its CLI would download is not needed. */
async function load(): Promise<typeof SchemaEngineModule> {
  Object.assign(globalThis, { PRISMA_WASM_PANIC_REGISTRY: new PanicRegistry() });
  const folder = path.dirname(require.resolve('@prisma/schema-engine-wasm'));
  const glue = (await import('@prisma/schema-engine-wasm/schema_engine_bg')) as typeof SchemaEngineModule;
  const code = await readFile(path.join(folder, 'schema_engine_bg.wasm'));
  const { instance } = await WebAssembly.instantiate(code, { './schema_engine_bg.js': glue as never });
  (glue as unknown as { __wbg_set_wasm: (exports: unknown) => void }).__wbg_set_wasm(instance.exports);
  (instance.exports['__wbindgen_start'] as () => void)();
  return glue;
}

/** Runs `use` with a schema engine connected to `url`, and closes it whatever happens. */
export async function withEngine<T>(
  url: string,
  datamodels: [string, string][],
  use: (engine: SchemaEngineModule.SchemaEngine) => Promise<T>,
): Promise<T> {
  loaded ??= load();
  const { SchemaEngine } = await loaded;
  const pool = new pg.Pool({
    connectionString: url,
    Client: CatalogClient as never,
    max: 2,
    connectionTimeoutMillis: 5_000,
  });
  pool.on('error', () => {});
  const factory = bindMigrationAwareSqlAdapterFactory(new WholeScripts(pool));
  const engine = await SchemaEngine.new({ datamodels }, () => {}, factory);
  try {
    return await use(engine);
  } catch (error) {
    if (!(error instanceof WebAssembly.RuntimeError)) throw error;
    const { PRISMA_WASM_PANIC_REGISTRY: registry } = globalThis as unknown as {
      PRISMA_WASM_PANIC_REGISTRY: PanicRegistry;
    };
    throw new Error(`The schema engine gave up: ${registry.get()}`, { cause: error });
  } finally {
    engine.free();
    await pool.end();
  }
}
