/** Why the database can't be brought up to date, and what whoever runs the service does about it. Holds no password. */
export class MigrateError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'MigrateError'
  }
}
