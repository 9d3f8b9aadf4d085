-- Integrators are users of several accounts. Before this step, every user could use the Integrator
-- scheme.
ALTER TABLE users ADD COLUMN integrator INTEGER NOT NULL DEFAULT 0 CHECK (integrator IN (0, 1));
CREATE INDEX users_that_integrate ON users (environment_id) WHERE integrator = 1;
