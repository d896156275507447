-- AlterTable
ALTER TABLE "directory"."user" ADD COLUMN     "twoFactorEnabled" BOOLEAN DEFAULT false;

-- CreateTable
CREATE TABLE "directory"."twoFactor" (
    "id" TEXT NOT NULL,
    "secret" TEXT NOT NULL,
    "backupCodes" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "verified" BOOLEAN DEFAULT true,
    "failedVerificationCount" INTEGER DEFAULT 0,
    "lockedUntil" TIMESTAMPTZ(3),

    CONSTRAINT "twoFactor_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "twoFactor_userId_idx" ON "directory"."twoFactor"("userId");

-- AddForeignKey
ALTER TABLE "directory"."twoFactor" ADD CONSTRAINT "twoFactor_userId_fkey" FOREIGN KEY ("userId") REFERENCES "directory"."user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- The new table is the sign-in role's, as the others of the directory.
grant select, insert, update, delete on directory."twoFactor" to switchboard_sign_in;
