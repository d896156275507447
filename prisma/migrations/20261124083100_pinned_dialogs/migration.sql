-- CreateIndex
CREATE INDEX "dialog_pinned" ON "dialog"("company_id", "dialog_id") WHERE (pinned);
