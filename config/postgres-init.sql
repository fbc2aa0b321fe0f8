-- For the Postgres of docker-compose.yml, once, when its volume is new: what is not Trialogue's keeps to itself.
create database mlflow;
create database metabase;
