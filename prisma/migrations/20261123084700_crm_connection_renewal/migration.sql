-- AlterTable
ALTER TABLE "crm_connection" ADD COLUMN     "renew_until" TIMESTAMPTZ(3),
ADD COLUMN     "sources" JSONB NOT NULL DEFAULT '[]';
