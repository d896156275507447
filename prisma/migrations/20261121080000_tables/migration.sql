-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "directory";

-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateTable
CREATE TABLE "company" (
    "company_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "language" TEXT NOT NULL,
    "time_zone" TEXT NOT NULL,
    "demo" BOOLEAN NOT NULL DEFAULT false,
    "welcomed_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "company_pkey" PRIMARY KEY ("company_id")
);

-- CreateTable
CREATE TABLE "turn" (
    "company_id" UUID NOT NULL,
    "dialog_number" BIGINT NOT NULL DEFAULT 0,
    "change_number" BIGINT NOT NULL DEFAULT 0,
    "ledger_number" BIGINT NOT NULL DEFAULT 0,
    "version" BIGINT NOT NULL DEFAULT 0,

    CONSTRAINT "turn_pkey" PRIMARY KEY ("company_id")
);

-- CreateTable
CREATE TABLE "employee" (
    "company_id" UUID NOT NULL,
    "employee_id" UUID NOT NULL,
    "user_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "surname" TEXT NOT NULL,
    "position" TEXT NOT NULL DEFAULT '',
    "photo" TEXT,
    "email" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "language" TEXT NOT NULL,
    "away" BOOLEAN NOT NULL DEFAULT false,
    "connected_at" TIMESTAMPTZ(3),
    "used_at" TIMESTAMPTZ(3),
    "wake_at" TIMESTAMPTZ(3),
    "dismissed_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "employee_pkey" PRIMARY KEY ("company_id","employee_id")
);

-- CreateTable
CREATE TABLE "outbox" (
    "company_id" UUID NOT NULL,
    "outbox_id" UUID NOT NULL,
    "lane" TEXT NOT NULL,
    "account" TEXT NOT NULL,
    "thread" TEXT NOT NULL,
    "body" JSONB NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'queued',
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "lease_until" TIMESTAMPTZ(3),
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "error" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "done_at" TIMESTAMPTZ(3),

    CONSTRAINT "outbox_pkey" PRIMARY KEY ("company_id","outbox_id")
);

-- CreateTable
CREATE TABLE "account" (
    "company_id" UUID NOT NULL,
    "lane" TEXT NOT NULL,
    "account" TEXT NOT NULL,
    "due_at" TIMESTAMPTZ(3),
    "lease_until" TIMESTAMPTZ(3),
    "tokens" DOUBLE PRECISION NOT NULL DEFAULT 30,
    "filled_at" TIMESTAMPTZ(3) NOT NULL,
    "failures" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "account_pkey" PRIMARY KEY ("company_id","lane","account")
);

-- CreateTable
CREATE TABLE "client" (
    "company_id" UUID NOT NULL,
    "client_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "client_pkey" PRIMARY KEY ("company_id","client_id")
);

-- CreateTable
CREATE TABLE "identity" (
    "company_id" UUID NOT NULL,
    "identity_id" UUID NOT NULL,
    "client_id" UUID NOT NULL,
    "channel_id" UUID NOT NULL,
    "external_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "username" TEXT,
    "language" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "identity_pkey" PRIMARY KEY ("company_id","identity_id")
);

-- CreateTable
CREATE TABLE "chat" (
    "company_id" UUID NOT NULL,
    "chat_id" UUID NOT NULL,
    "channel_id" UUID NOT NULL,
    "identity_id" UUID NOT NULL,
    "external_id" TEXT NOT NULL,
    "last_number" BIGINT NOT NULL DEFAULT 0,
    "seen_number" BIGINT NOT NULL DEFAULT 0,
    "page" JSONB,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "chat_pkey" PRIMARY KEY ("company_id","chat_id")
);

-- CreateTable
CREATE TABLE "dialog" (
    "company_id" UUID NOT NULL,
    "dialog_id" BIGINT NOT NULL,
    "chat_id" UUID NOT NULL,
    "line_id" UUID NOT NULL,
    "client_id" UUID NOT NULL,
    "channel_id" UUID NOT NULL,
    "direction" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "body" JSONB NOT NULL,
    "operator_id" UUID,
    "offered_to" UUID[] DEFAULT ARRAY[]::UUID[],
    "offer_until" TIMESTAMPTZ(3),
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "unanswered_since" TIMESTAMPTZ(3),
    "accepted_at" TIMESTAMPTZ(3),
    "first_answer_at" TIMESTAMPTZ(3),
    "last_message_at" TIMESTAMPTZ(3) NOT NULL,
    "closed_at" TIMESTAMPTZ(3),
    "close_reason" TEXT,
    "wake_at" TIMESTAMPTZ(3),
    "facts" INTEGER NOT NULL,
    "messages" INTEGER NOT NULL DEFAULT 0,
    "read_number" BIGINT NOT NULL DEFAULT 0,
    "parked_at" TIMESTAMPTZ(3),

    CONSTRAINT "dialog_pkey" PRIMARY KEY ("company_id","dialog_id")
);

-- CreateTable
CREATE TABLE "fact" (
    "company_id" UUID NOT NULL,
    "dialog_id" BIGINT NOT NULL,
    "number" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "fact" TEXT NOT NULL,
    "body" JSONB NOT NULL,
    "command_id" UUID,

    CONSTRAINT "fact_pkey" PRIMARY KEY ("company_id","dialog_id","number")
);

-- CreateTable
CREATE TABLE "message" (
    "company_id" UUID NOT NULL,
    "chat_id" UUID NOT NULL,
    "number" BIGINT NOT NULL,
    "message_id" UUID NOT NULL,
    "dialog_id" BIGINT,
    "from" TEXT NOT NULL,
    "employee_id" UUID,
    "kind" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "unsupported" TEXT,
    "former_text" TEXT,
    "external_id" TEXT,
    "sent_at" TIMESTAMPTZ(3),
    "at" TIMESTAMPTZ(3) NOT NULL,
    "edited_at" TIMESTAMPTZ(3),
    "delivery" TEXT,
    "problem" TEXT,
    "undecided" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "message_pkey" PRIMARY KEY ("company_id","chat_id","number")
);

-- CreateTable
CREATE TABLE "command" (
    "company_id" UUID NOT NULL,
    "command_id" UUID NOT NULL,
    "dialog_id" BIGINT,
    "answer" JSONB NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "command_pkey" PRIMARY KEY ("company_id","command_id")
);

-- CreateTable
CREATE TABLE "directory"."user" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "emailVerified" BOOLEAN NOT NULL DEFAULT false,
    "image" TEXT,
    "language" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "user_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "directory"."session" (
    "id" TEXT NOT NULL,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "token" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "ipAddress" TEXT,
    "userAgent" TEXT,
    "userId" TEXT NOT NULL,

    CONSTRAINT "session_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "directory"."account" (
    "id" TEXT NOT NULL,
    "accountId" TEXT NOT NULL,
    "providerId" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "accessToken" TEXT,
    "refreshToken" TEXT,
    "idToken" TEXT,
    "accessTokenExpiresAt" TIMESTAMPTZ(3),
    "refreshTokenExpiresAt" TIMESTAMPTZ(3),
    "scope" TEXT,
    "password" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "account_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "directory"."verification" (
    "id" TEXT NOT NULL,
    "identifier" TEXT NOT NULL,
    "value" TEXT NOT NULL,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "verification_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "directory"."rateLimit" (
    "id" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "count" INTEGER NOT NULL,
    "lastRequest" BIGINT NOT NULL,

    CONSTRAINT "rateLimit_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "directory"."member" (
    "user_id" TEXT NOT NULL,
    "company_id" UUID NOT NULL,
    "employee_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "member_pkey" PRIMARY KEY ("user_id")
);

-- CreateTable
CREATE TABLE "directory"."founding" (
    "user_id" TEXT NOT NULL,
    "company_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "company" TEXT NOT NULL,
    "language" TEXT NOT NULL,
    "time_zone" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "founding_pkey" PRIMARY KEY ("user_id")
);

-- CreateTable
CREATE TABLE "directory"."invitation" (
    "invitation_id" UUID NOT NULL,
    "company_id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "token_hash" TEXT NOT NULL,
    "invited_by" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "accepted_at" TIMESTAMPTZ(3),

    CONSTRAINT "invitation_pkey" PRIMARY KEY ("invitation_id")
);

-- CreateTable
CREATE TABLE "directory"."address" (
    "address" TEXT NOT NULL,
    "company_id" UUID NOT NULL,
    "channel_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,

    CONSTRAINT "address_pkey" PRIMARY KEY ("address")
);

-- CreateTable
CREATE TABLE "received" (
    "company_id" UUID NOT NULL,
    "received_id" BIGSERIAL NOT NULL,
    "channel_id" UUID NOT NULL,
    "source" TEXT NOT NULL,
    "external_id" TEXT NOT NULL,
    "raw" BYTEA,
    "event" JSONB NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "done_at" TIMESTAMPTZ(3),

    CONSTRAINT "received_pkey" PRIMARY KEY ("company_id","received_id")
);

-- CreateTable
CREATE TABLE "parked" (
    "company_id" UUID NOT NULL,
    "parked_id" UUID NOT NULL,
    "dialog_id" BIGINT,
    "chat_id" UUID,
    "received_id" BIGINT,
    "event" JSONB NOT NULL,
    "error" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "parked_pkey" PRIMARY KEY ("company_id","parked_id")
);

-- CreateTable
CREATE TABLE "change" (
    "company_id" UUID NOT NULL,
    "number" BIGINT NOT NULL,
    "change" TEXT NOT NULL,
    "dialog_id" BIGINT,
    "chat_id" UUID,
    "message" BIGINT,
    "employee_id" UUID,
    "what" TEXT,
    "before" JSONB,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "change_pkey" PRIMARY KEY ("company_id","number")
);

-- CreateTable
CREATE TABLE "line" (
    "company_id" UUID NOT NULL,
    "line_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "active" BOOLEAN NOT NULL DEFAULT true,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "line_pkey" PRIMARY KEY ("company_id","line_id")
);

-- CreateTable
CREATE TABLE "line_settings" (
    "company_id" UUID NOT NULL,
    "line_id" UUID NOT NULL,
    "version" INTEGER NOT NULL,
    "settings" JSONB NOT NULL,
    "saved_at" TIMESTAMPTZ(3) NOT NULL,
    "saved_by" UUID NOT NULL,

    CONSTRAINT "line_settings_pkey" PRIMARY KEY ("company_id","line_id","version")
);

-- CreateTable
CREATE TABLE "queue_stamp" (
    "company_id" UUID NOT NULL,
    "line_id" UUID NOT NULL,
    "employee_id" UUID NOT NULL,
    "assigned_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "queue_stamp_pkey" PRIMARY KEY ("company_id","line_id","employee_id")
);

-- CreateTable
CREATE TABLE "channel" (
    "company_id" UUID NOT NULL,
    "channel_id" UUID NOT NULL,
    "line_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "address" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'connected',
    "problem" TEXT,
    "settings" JSONB NOT NULL,
    "secrets" BYTEA,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "removed_at" TIMESTAMPTZ(3),

    CONSTRAINT "channel_pkey" PRIMARY KEY ("company_id","channel_id")
);

-- CreateIndex
CREATE INDEX "employee_wake_at_idx" ON "employee"("wake_at") WHERE (wake_at IS NOT NULL);

-- CreateIndex
CREATE UNIQUE INDEX "employee_company_id_user_id_key" ON "employee"("company_id", "user_id");

-- CreateIndex
CREATE INDEX "outbox_unfinished" ON "outbox"("company_id", "lane", "account", "thread", "outbox_id") WHERE (done_at IS NULL);

-- CreateIndex
CREATE INDEX "account_due" ON "account"("due_at") WHERE (due_at IS NOT NULL);

-- CreateIndex
CREATE INDEX "identity_company_id_client_id_idx" ON "identity"("company_id", "client_id");

-- CreateIndex
CREATE UNIQUE INDEX "identity_company_id_channel_id_external_id_key" ON "identity"("company_id", "channel_id", "external_id");

-- CreateIndex
CREATE INDEX "chat_company_id_identity_id_idx" ON "chat"("company_id", "identity_id");

-- CreateIndex
CREATE UNIQUE INDEX "chat_company_id_channel_id_external_id_key" ON "chat"("company_id", "channel_id", "external_id");

-- CreateIndex
CREATE INDEX "dialog_wake_at_idx" ON "dialog"("wake_at") WHERE (wake_at IS NOT NULL);

-- CreateIndex
CREATE INDEX "dialog_waiting" ON "dialog"("company_id", "line_id", "unanswered_since") WHERE (state = 'waiting');

-- CreateIndex
CREATE INDEX "dialog_held" ON "dialog"("company_id", "operator_id") WHERE (closed_at IS NULL);

-- CreateIndex
CREATE INDEX "dialog_open" ON "dialog"("company_id", "last_message_at") WHERE (closed_at IS NULL);

-- CreateIndex
CREATE INDEX "dialog_company_id_chat_id_idx" ON "dialog"("company_id", "chat_id");

-- CreateIndex
CREATE INDEX "dialog_company_id_client_id_idx" ON "dialog"("company_id", "client_id");

-- CreateIndex
CREATE INDEX "dialog_company_id_line_id_idx" ON "dialog"("company_id", "line_id");

-- CreateIndex
CREATE UNIQUE INDEX "dialog_one_open" ON "dialog"("company_id", "chat_id") WHERE (closed_at IS NULL);

-- CreateIndex
CREATE INDEX "message_company_id_dialog_id_idx" ON "message"("company_id", "dialog_id");

-- CreateIndex
CREATE UNIQUE INDEX "message_company_id_message_id_key" ON "message"("company_id", "message_id");

-- CreateIndex
CREATE UNIQUE INDEX "message_company_id_chat_id_external_id_key" ON "message"("company_id", "chat_id", "external_id");

-- CreateIndex
CREATE INDEX "command_at_idx" ON "command"("at");

-- CreateIndex
CREATE UNIQUE INDEX "user_email_key" ON "directory"."user"("email");

-- CreateIndex
CREATE UNIQUE INDEX "session_token_key" ON "directory"."session"("token");

-- CreateIndex
CREATE INDEX "session_userId_idx" ON "directory"."session"("userId");

-- CreateIndex
CREATE INDEX "account_userId_idx" ON "directory"."account"("userId");

-- CreateIndex
CREATE INDEX "verification_identifier_idx" ON "directory"."verification"("identifier");

-- CreateIndex
CREATE UNIQUE INDEX "rateLimit_key_key" ON "directory"."rateLimit"("key");

-- CreateIndex
CREATE INDEX "member_company_id_idx" ON "directory"."member"("company_id");

-- CreateIndex
CREATE UNIQUE INDEX "invitation_token_hash_key" ON "directory"."invitation"("token_hash");

-- CreateIndex
CREATE INDEX "invitation_company_id_idx" ON "directory"."invitation"("company_id");

-- CreateIndex
CREATE INDEX "received_pending" ON "received"("company_id", "received_id") WHERE (done_at IS NULL);

-- CreateIndex
CREATE UNIQUE INDEX "received_company_id_source_external_id_key" ON "received"("company_id", "source", "external_id");

-- CreateIndex
CREATE INDEX "change_at_idx" ON "change"("at");

-- CreateIndex
CREATE INDEX "channel_company_id_line_id_idx" ON "channel"("company_id", "line_id");

-- AddForeignKey
ALTER TABLE "identity" ADD CONSTRAINT "identity_company_id_client_id_fkey" FOREIGN KEY ("company_id", "client_id") REFERENCES "client"("company_id", "client_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "chat" ADD CONSTRAINT "chat_company_id_channel_id_fkey" FOREIGN KEY ("company_id", "channel_id") REFERENCES "channel"("company_id", "channel_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "chat" ADD CONSTRAINT "chat_company_id_identity_id_fkey" FOREIGN KEY ("company_id", "identity_id") REFERENCES "identity"("company_id", "identity_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "dialog" ADD CONSTRAINT "dialog_company_id_chat_id_fkey" FOREIGN KEY ("company_id", "chat_id") REFERENCES "chat"("company_id", "chat_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "dialog" ADD CONSTRAINT "dialog_company_id_line_id_fkey" FOREIGN KEY ("company_id", "line_id") REFERENCES "line"("company_id", "line_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "fact" ADD CONSTRAINT "fact_company_id_dialog_id_fkey" FOREIGN KEY ("company_id", "dialog_id") REFERENCES "dialog"("company_id", "dialog_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "message" ADD CONSTRAINT "message_company_id_chat_id_fkey" FOREIGN KEY ("company_id", "chat_id") REFERENCES "chat"("company_id", "chat_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "directory"."session" ADD CONSTRAINT "session_userId_fkey" FOREIGN KEY ("userId") REFERENCES "directory"."user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "directory"."account" ADD CONSTRAINT "account_userId_fkey" FOREIGN KEY ("userId") REFERENCES "directory"."user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "line_settings" ADD CONSTRAINT "line_settings_company_id_line_id_fkey" FOREIGN KEY ("company_id", "line_id") REFERENCES "line"("company_id", "line_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "queue_stamp" ADD CONSTRAINT "queue_stamp_company_id_line_id_fkey" FOREIGN KEY ("company_id", "line_id") REFERENCES "line"("company_id", "line_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "channel" ADD CONSTRAINT "channel_company_id_line_id_fkey" FOREIGN KEY ("company_id", "line_id") REFERENCES "line"("company_id", "line_id") ON DELETE RESTRICT ON UPDATE CASCADE;
