-- AlterTable
ALTER TABLE "erasure" ADD COLUMN     "senders" JSONB;

-- AlterTable
ALTER TABLE "ledger_head" ADD COLUMN     "heads" INTEGER NOT NULL DEFAULT 0;
