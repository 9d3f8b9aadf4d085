-- Streams to Azure Sentinel get an OAuth token from a tenant of Microsoft Entra, or from the endpoint
-- `token_url`. `sealed_headers` are further headers of HTTPS targets, encrypted.
ALTER TABLE log_streams ADD COLUMN tenant_id TEXT;
ALTER TABLE log_streams ADD COLUMN token_url TEXT;
ALTER TABLE log_streams ADD COLUMN sealed_headers TEXT;
