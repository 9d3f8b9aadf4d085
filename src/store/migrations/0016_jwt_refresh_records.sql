-- A refresh token of WorkSpan is a JWT. It is verified by its signature, its session and its
-- generation, never by a record.
DELETE FROM tokens WHERE use = 'refresh' AND (environment_id, session_id) IN
  (SELECT environment_id, id FROM sessions WHERE profile = 'workspan');
