-- Offers of a line, for a circle that is followed and for slots; messages that may be sent again.
CREATE INDEX "dialog_offered" ON "dialog"("company_id", "line_id", "dialog_id") WHERE (state = 'offered');
CREATE INDEX "outbox_stuck" ON "outbox"("company_id", "thread") WHERE (state = 'failed' or state = 'unknown');
