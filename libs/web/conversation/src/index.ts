export const conversationRoutes = [];
